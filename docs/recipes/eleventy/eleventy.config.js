import { podcast } from './podcast.js'

export default function (eleventyConfig) {
  eleventyConfig.addPassthroughCopy('audio')
  eleventyConfig.addPlugin(podcast)
}
