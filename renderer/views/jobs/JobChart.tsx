import { useMemo } from 'react'
import { formatRate } from '../../../shared/units.ts'
import { TimeChart } from '../../components/TimeChart.tsx'
import { jobCardText as t } from '../../jobCardText.ts'
import type { Sample } from '../../model/jobTrack.ts'
import { ratesOf } from '../../model/jobTrack.ts'
import { formatClock } from '../../strings.ts'

const SLOTS = 120
const MIN_MS = 2000

/** How fast a job went over its whole life, with the same in words. */
export function JobChart({ samples }: { readonly samples: readonly Sample[] }) {
  const start = samples[0]?.at ?? 0
  const end = samples.at(-1)?.at ?? 0
  const chart = useMemo(() => {
    if (end - start < MIN_MS) return null
    const slots = Math.min(SLOTS, Math.floor((end - start) / 500))
    const values = ratesOf(samples, { start, end, slots })
    const known = values.filter((value) => value !== null)
    const step = (end - start) / slots
    return {
      values,
      times: values.map((_, slot) => (start + (slot + 0.5) * step) / 1000),
      words: t.chartWords({
        least: Math.min(...known),
        most: Math.max(...known),
        average: (((samples.at(-1)?.doneBytes ?? 0) - (samples[0]?.doneBytes ?? 0)) * 1000) / (end - start),
      }),
    }
  }, [samples, start, end])
  return (
    <section className="job-chart">
      <h4 className="detail-title">
        {t.chart}
        {chart === null ? null : <span className="detail-sub">{chart.words}</span>}
      </h4>
      {chart === null ? (
        <p className="detail-empty">{t.noChart}</p>
      ) : (
        <TimeChart
          label={`${t.chart}, ${t.chartWhole(formatClock(start, true), formatClock(end, true))}. ${chart.words}`}
          times={chart.times}
          values={chart.values}
          height={112}
          formatValue={formatRate}
          formatTime={(seconds) => formatClock(seconds * 1000, true)}
        />
      )}
    </section>
  )
}
