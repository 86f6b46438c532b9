// @ts-check
/** Size and width of the text, as this reader has chosen: applied before anything is shown, and changed here. */

{
  const root = document.documentElement
  const percent = new Intl.NumberFormat(root.lang || 'en', { style: 'percent' })

  /** The stored factor; 1 if storage is not permitted, or contains something else. @param {string} name */
  const recall = (name) => {
    try {
      const stored = Number(localStorage.getItem(`sidecast:text-${name}`) ?? 1)
      return Math.min(2, Math.max(0.7, stored)) || 1
    } catch {
      return 1
    }
  }

  /** @param {string} name @param {number} value */
  const remember = (name, value) => {
    try {
      if (value === 1) localStorage.removeItem(`sidecast:text-${name}`)
      else localStorage.setItem(`sidecast:text-${name}`, String(value))
    } catch {
      // Full, or forbidden
    }
  }

  /** @param {string} name @param {number} value */
  const apply = (name, value) => root.style.setProperty(`--text-${name}`, String(value))

  /** @param {HTMLInputElement} slider */
  const show = (slider) => {
    const shown = percent.format(Number(slider.value))
    slider.ariaValueText = shown
    if (slider.previousElementSibling) slider.previousElementSibling.textContent = shown
  }

  const start = () => {
    /** @type {NodeListOf<HTMLInputElement>} */
    const sliders = document.querySelectorAll('[data-text-factor]')
    /** @param {HTMLInputElement} slider @param {number | string} value */
    const set = (slider, value) => {
      const { textFactor: name = '' } = slider.dataset
      slider.value = String(value)
      apply(name, Number(slider.value))
      remember(name, Number(slider.value))
      show(slider)
    }
    for (const slider of sliders) {
      slider.value = String(recall(slider.dataset.textFactor ?? ''))
      show(slider)
      slider.addEventListener('input', () => set(slider, slider.value))
    }
    document.querySelector('[data-text-reset]')?.addEventListener('click', () => {
      for (const slider of sliders) set(slider, 1)
    })
  }

  for (const name of ['size', 'width']) apply(name, recall(name))
  document.addEventListener('DOMContentLoaded', start)
}
