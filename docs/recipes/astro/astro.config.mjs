import { defineConfig } from 'astro/config'
import { podcast } from './podcast.js'

export default defineConfig({
  site: 'https://www.example.org',
  integrations: [podcast()],
})
