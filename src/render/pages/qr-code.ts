import { html, type SafeHtml } from '@remix-run/html-template'
import { correction, generate } from 'lean-qr'
import { toSvgPath } from 'lean-qr/extras/svg'

/** Modules of empty space on each side, without which cameras do not find the code. */
const QUIET = 4

/**
 * An address as a QR code, dark on light in every colour scheme, since not every camera reads the
 * reverse. It says nothing that the page does not say in letters, so screen readers pass over it.
 */
export function renderQrCode(url: string): SafeHtml {
  const code = generate(url, { minCorrectionLevel: correction.M })
  const size = code.size + 2 * QUIET
  return html`<svg
    class="qr"
    viewBox="${-QUIET} ${-QUIET} ${size} ${size}"
    shape-rendering="crispEdges"
    aria-hidden="true"
  >
    <path d="${toSvgPath(code)}" />
  </svg>`
}
