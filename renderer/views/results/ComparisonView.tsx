import { Check, Diff } from 'lucide-react'
import type { Comparison, Difference, JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { Button } from '../../components/Button.tsx'
import { Facts } from '../../components/Facts.tsx'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import { contentName } from '../../jobText.ts'
import { resultText } from '../../resultText.ts'
import { showSheet } from '../../stores/ui.ts'
import { formatCount } from '../../strings.ts'

const t = resultText.comparison

interface ComparisonViewProps {
  readonly comparison: Comparison
  readonly request: JobRequest
}

/** A comparison: equal, or where not; and the way on to a diff of the two. */
export function ComparisonView({ comparison, request }: ComparisonViewProps) {
  const { equal, aSizeBytes, bSizeBytes, differences, differenceCount, differingBytes } = comparison
  const sides = request.kind === 'compare' ? request : null
  const Icon = equal ? Check : Diff
  return (
    <>
      <p className={equal ? 'verdict is-ok' : 'verdict is-bad'}>
        <Icon size={18} aria-hidden /> {t.sentence(comparison)}
      </p>
      <Facts
        facts={[
          sides === null ? null : [t.a, `${contentName(sides.a)}, ${formatBytes(aSizeBytes)}`],
          sides === null ? null : [t.b, `${contentName(sides.b)}, ${formatBytes(bSizeBytes)}`],
          equal ? null : [t.differing, formatBytes(differingBytes)],
          equal ? null : [t.places, formatCount(differenceCount)],
        ]}
      />
      {equal || differences.length === 0 ? null : (
        <section>
          <div className="result-head">
            <h3 className="section-title">{t.table}</h3>
            {sides === null ? null : (
              <Button isSmall onClick={() => showSheet({ kind: 'contents', mode: 'diff', a: sides.a, b: sides.b })}>
                {t.makeDiff}
              </Button>
            )}
          </div>
          <LongTable
            label={t.table}
            columns={COLUMNS}
            rows={differences}
            keyOf={({ offset }) => String(offset)}
            empty={t.none}
          />
          {differenceCount > differences.length ? (
            <p className="inspector-hint">{t.more(differenceCount - differences.length)}</p>
          ) : null}
        </section>
      )}
    </>
  )
}

const COLUMNS: readonly Column<Difference>[] = [
  { key: 'from', label: t.from, cell: ({ offset }) => formatCount(offset) },
  { key: 'to', label: t.to, isNumber: true, cell: ({ offset, length }) => formatCount(offset + length) },
  { key: 'length', label: t.length, isNumber: true, cell: ({ length }) => formatBytes(length) },
  { key: 'kind', label: t.has, cell: ({ kind }) => t.kind[kind] },
]
