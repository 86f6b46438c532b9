import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { SOON } from './browser.ts'
import { BROWSER } from './browsers.ts'

/** English, 370.72 seconds, with chapters at 0:00, 0:28, 2:01, 2:37, 3:45 and 5:33. */
export const TIDES = 'episodes/tides/'

/** A property of the recording as the browser has it, whatever the page shows of it. */
export function ofAudio<T>(page: Page, property: string): Promise<T> {
  return page.evaluate<T>(`document.querySelector('audio').${property}`)
}

export function position(page: Page): Promise<number> {
  return ofAudio(page, 'currentTime')
}

/** Waits until the recording has come past a place. */
export async function playsPast(page: Page, seconds: number): Promise<void> {
  await expect.poll(() => position(page), SOON).toBeGreaterThan(seconds + BROWSER.settling)
  expect(await ofAudio(page, 'paused')).toBe(false)
}

export function elapsed(page: Page): Promise<string> {
  return page.locator('[data-elapsed]').innerText()
}

/** The button under the title. */
export function first(page: Page): Locator {
  return page.locator('.actions').getByRole('button').first()
}

/** The bar at the lower edge. */
export function player(page: Page): Locator {
  return page.getByRole('region', { name: 'Player' })
}

/** Opens what the bar has behind its last button. */
export async function openMore(page: Page): Promise<Locator> {
  await player(page).getByRole('button', { name: 'More' }).click()
  return page.getByRole('group', { name: 'More' })
}
