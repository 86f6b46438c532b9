/** Apple's bounds, in pixels each way. @see https://podcasters.apple.com/support/896 */
export const SMALLEST_SIDE = 1400
export const LARGEST_SIDE = 3000
/** Above this some apps are slow or refuse. */
export const MOST_BYTES = 512 * 1024
