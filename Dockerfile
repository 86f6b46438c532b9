FROM node:24-slim AS build
WORKDIR /sidecast
COPY . .
RUN npm ci && npm pack && mv sidecast-*.tgz /sidecast.tgz

FROM node:24-slim
COPY --from=build /sidecast.tgz /
RUN npm install --global /sidecast.tgz && rm /sidecast.tgz
USER node
ENV SIDECAST_HOST=0.0.0.0
EXPOSE 3000
VOLUME /blog
HEALTHCHECK CMD ["node", "--eval", "fetch('http://127.0.0.1:3000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["sidecast"]
CMD ["serve", "/blog"]
