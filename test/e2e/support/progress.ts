import type { Page } from 'playwright'

/** What the bar of a job said, one number for each change. */
export interface SeenProgress {
  readonly percents: readonly number[]
  /** Of each of them, what `isWhole` said at that moment. */
  readonly whole: readonly boolean[]
}

let watchers = 0

/**
 * Watches the progress bar of a job in the window from now on, every change of it, and asks at each whether the output is there. Call what
 * it gives for what was seen.
 */
export async function watchProgress(page: Page, title: string, isWhole: () => boolean): Promise<() => SeenProgress> {
  const percents: number[] = []
  const whole: boolean[] = []
  const name = `sawProgress${++watchers}`
  await page.exposeFunction(name, (percent: number) => {
    percents.push(percent)
    whole.push(isWhole())
  })
  await page.evaluate(
    ([label, tell]) => {
      const say = (globalThis as unknown as Record<string, (percent: number) => void>)[tell]
      let last = -1
      const look = () => {
        const bar = document.querySelector(`[role=progressbar][aria-label="${CSS.escape(label)}"]`)
        const now = Number(bar?.getAttribute('aria-valuenow') ?? -1)
        if (now < 0 || now === last) return
        last = now
        say?.(now)
      }
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ['aria-valuenow'],
      })
    },
    [`Progress of ${title}`, name] as const,
  )
  return () => ({ percents, whole })
}
