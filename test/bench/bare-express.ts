import { createWriteStream } from 'node:fs'
import { argv } from 'node:process'
import express from 'express'
import { pino } from 'pino'

/** What a program does that sends recordings by Express alone, and logs each request. */
const [, , folder = '', port = '', log = ''] = argv
const logger = pino(createWriteStream(log))
const app = express()
app.use((request, response, next) => {
  response.once('close', () => {
    const { method, url } = request
    logger.info({ method, url, status: response.statusCode }, 'request')
  })
  next()
})
app.get('/audio/:name', (request, response) => {
  response.sendFile(request.params.name, { root: folder })
})
app.listen(Number(port), '127.0.0.1')
