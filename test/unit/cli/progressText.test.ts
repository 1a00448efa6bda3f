import { describe, expect, it } from 'vitest'
import { createProgressText, type ProgressText } from '../../../electron/cli/progressText.ts'

function written(act: (progress: ProgressText) => void): string {
  let text = ''
  act(
    createProgressText('Exporting image', (more) => {
      text += more
    }),
  )
  return text
}

describe('the progress on standard error', () => {
  it('shows each new whole percentage once, never 0', () => {
    const text = written((progress) => {
      for (const done of [0, 4, 9, 10, 10, 15, 500, 499, 1000]) progress.update(done, 1000)
      progress.finish()
    })
    const percents = [1, 50, 100].map((percent) => `\rExporting image: ${percent}% complete...`).join('')
    expect(text).toBe(`${percents}\rExporting image: 100% complete...done.\n`)
  })

  it('ends a failure with the last percentage', () => {
    const text = written((progress) => {
      progress.update(95, 100)
      progress.fail()
    })
    expect(text).toBe('\rExporting image: 95% complete...\rExporting image: 95% complete...failed.\n')
  })

  it('ends a failure with 0% when none was reached', () => {
    expect(written((progress) => progress.fail())).toBe('\rExporting image: 0% complete...failed.\n')
  })

  it('shows only the end when the total is not known, or is nothing', () => {
    const text = written((progress) => {
      progress.update(5, null)
      progress.update(0, 0)
      progress.finish()
    })
    expect(text).toBe('\rExporting image: 100% complete...done.\n')
  })

  it('leaves an interrupted line with a line break, and no line at all when none was begun', () => {
    expect(written((progress) => progress.leave())).toBe('')
    const begun = written((progress) => {
      progress.update(1, 2)
      progress.leave()
    })
    expect(begun).toBe('\rExporting image: 50% complete...\n')
  })

  it('never passes 100', () => {
    expect(written((progress) => progress.update(3, 2))).toBe('\rExporting image: 100% complete...')
  })

  it('says nothing with --no-progress', () => {
    const progress = createProgressText('Exporting image', null)
    expect(() => {
      progress.update(1, 2)
      progress.fail()
      progress.finish()
      progress.leave()
    }).not.toThrow()
  })
})
