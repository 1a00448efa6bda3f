import { memo, useMemo } from 'react'
import { formatRate } from '../../../shared/units.ts'
import { TimeChart } from '../../components/TimeChart.tsx'
import { jobCardText } from '../../jobCardText.ts'
import { currentRate, ratesOf } from '../../model/jobTrack.ts'
import { useJobTrack } from './useJobTrack.ts'

const SECONDS = 60

/** How fast a job went in the last minute, drawn small; redrawn once a second. */
export const JobSpark = memo(function JobSpark({ id, now }: { readonly id: string; readonly now: number }) {
  const track = useJobTrack(id)
  const samples = track?.recent ?? []
  // Of all that is heard within a second, one picture.
  const { times, values } = useMemo(
    () => ({
      times: Array.from({ length: SECONDS }, (_, second) => now / 1000 - SECONDS + second + 1),
      values: ratesOf(samples, { start: now - SECONDS * 1000, end: now, slots: SECONDS }),
    }),
    [now, id],
  )
  const rate = currentRate(samples, now)
  return (
    <span className="job-spark">
      <TimeChart
        label={jobCardText.sparkline(rate === null ? '' : formatRate(rate))}
        times={times}
        values={values}
        height={20}
        isSpark
      />
    </span>
  )
})
