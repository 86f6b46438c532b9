import express from 'express'
import { openShow } from 'sidecast'
import { podcast } from 'sidecast/express'

const port = process.env.PORT ?? 3000
const blog = await openShow('posts', { baseUrl: `http://localhost:${port}/podcast` })
const show = await podcast(blog, { tell: console.warn })

const app = express()
app.use('/podcast', show)
app.get('/', (request, response) => response.send('<a href="/podcast/">Listen</a>'))

const server = app.listen(port, () => console.log(`http://localhost:${port}/`))
process.once('SIGTERM', async () => {
  server.close()
  await show.close()
})
