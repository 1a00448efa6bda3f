import { TriangleAlert } from 'lucide-react'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { LostFinding, LostIndex } from '../../../shared/lostIndex.ts'
import { guarded } from '../../actions/failure.ts'
import { loadDetails } from '../../actions/library.ts'
import { Button } from '../../components/Button.tsx'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import { lostText as t } from '../../lostText.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'

/** So many rows may be as high as they like; of more only those in view are drawn, all of one height. */
const SHORT_ROWS = 100

type Row = LostFinding & { readonly key: string }

const COLUMNS: readonly Column<Row>[] = [
  { key: 'what', label: t.what, cell: ({ what }) => what },
  { key: 'found', label: t.found, cell: ({ found }) => <span title={found}>{found}</span> },
  { key: 'proof', label: t.proof, cell: ({ proof }) => <span className={`proof is-${proof}`}>{t.proofs[proof]}</span> },
  { key: 'why', label: t.why, cell: ({ why }) => <span title={why}>{why}</span> },
]

/** The page of an image whose index is lost: what was found of it, and the way to have one again. */
export function LostPage({ image, lost }: { readonly image: ImageRef; readonly lost: LostIndex }) {
  const rows = lost.findings.map((finding, at): Row => ({ ...finding, key: String(at) }))
  const more = lost.findingCount - rows.length
  return (
    <main className="page" id="page" tabIndex={-1} aria-label={text.image.region}>
      <header className="image-head" data-region="">
        <div className="image-titles">
          <h1 className="image-path">
            <span className="image-parent">
              {image.connection} / {image.pool.text} /{' '}
            </span>
            <strong>{image.image.text}</strong>
          </h1>
          <ul className="image-facts">
            <li className="state is-unproven">
              <TriangleAlert size={14} aria-hidden /> {text.image.state.unproven}
            </li>
          </ul>
        </div>
        <div className="image-actions">
          <Button onClick={() => void guarded(() => loadDetails(image))}>{t.again}</Button>
          <Button
            look="commit"
            disabled={lost.linkCount === 0}
            onClick={() => showSheet({ kind: 'rebuild-index', image })}
          >
            {t.rebuild}
          </Button>
        </div>
      </header>
      <div className="page-scroll">
        <section className={rows.length > SHORT_ROWS ? 'lost' : 'lost is-short'}>
          <p>
            <strong>{t.state[lost.loss]}</strong> {lost.linkCount === 0 ? `${t.nothing} ${t.plain}` : t.intro}
          </p>
          <LongTable label={t.table} columns={COLUMNS} rows={rows} keyOf={({ key }) => key} empty={t.nothing} />
          {more > 0 ? <p className="inspector-hint">{t.more(more)}</p> : null}
        </section>
      </div>
    </main>
  )
}
