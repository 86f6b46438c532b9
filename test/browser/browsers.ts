import { env } from 'node:process'
import { chromium, firefox, type Browser } from 'playwright-core'
import { chromiumPath, firefoxPath } from '../tools/install.ts'

/** What a test may need that not every browser has, or lets itself be asked for by a driver. */
type Ability = 'DevTools' | 'dark colours' | 'double clicks' | 'layout shifts' | 'taps'

/** A browser that the tests of a page can run in. */
interface TestBrowser {
  readonly launch: () => Promise<Browser>
  /**
   * Seconds of sound after which a page knows that it plays. Firefox reports an error where there is no
   * output for sound, and plays on, which is known with the next report of time, a quarter of a second later.
   */
  readonly settling: number
  /** What cannot be tried in it, and why. */
  readonly lacks: Readonly<Partial<Record<Ability, string>>>
}

const BROWSERS = {
  chromium: {
    launch: async () =>
      chromium.launch({
        executablePath: await chromiumPath(),
        args: [
          '--mute-audio',
          // No host but this machine exists for it.
          '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 0.0.0.0',
        ],
      }),
    settling: 0,
    lacks: {},
  },
  /** As the system has it, by WebDriver BiDi. */
  firefox: {
    launch: async () =>
      firefox.launch({
        channel: 'moz-firefox',
        executablePath: firefoxPath() ?? '',
        firefoxUserPrefs: {
          'media.volume_scale': '0',
          // The tests press what a reader presses, but a key is no press for it.
          'media.autoplay.default': 0,
          // A mouse, which a machine without a screen does not have.
          'ui.primaryPointerCapabilities': 6,
          'ui.allPointerCapabilities': 6,
          // A page from there is not loaded, which is what Playwright waits for.
          'browser.sessionhistory.max_total_viewers': 0,
          // No host but this machine exists for it: there is no proxy at this port.
          'network.proxy.type': 1,
          'network.proxy.http': '127.0.0.1',
          'network.proxy.http_port': 9,
          'network.proxy.ssl': '127.0.0.1',
          'network.proxy.ssl_port': 9,
          // Where a page is no secure context.
          'network.proxy.no_proxies_on': '0.0.0.0',
          'network.socket.ip_addr_any.disabled': false,
        },
      }),
    settling: 0.6,
    lacks: {
      DevTools: 'its protocol, which slows a processor down and counts its work, is Chromium’s own',
      'double clicks':
        'it counts the clicks of one message of WebDriver, and Playwright sends each alone',
      'layout shifts': 'it does not report them',
      taps: 'Playwright cannot make it a phone, over WebDriver',
    },
  },
} as const satisfies Record<string, TestBrowser>

/** The one that these tests run in; `vitest.config.ts` says which. */
export const BROWSER: TestBrowser = BROWSERS[env['BROWSER'] === 'firefox' ? 'firefox' : 'chromium']

/** Whether a test that needs this can run here. */
export function has(ability: Ability): boolean {
  return BROWSER.lacks[ability] === undefined
}

/** The colours that somebody may prefer. */
export const SCHEMES = (['light', 'dark'] as const).filter(
  (scheme) => scheme === 'light' || has('dark colours'),
)
