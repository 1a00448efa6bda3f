import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useMemo } from 'react'
import type { ImageDetails, LinkInfo } from '../../../shared/contract.ts'
import { formatBytes } from '../../../shared/units.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { imageText } from '../../imageText.ts'
import type { History, Point } from '../../model/points.ts'
import { pathTo } from '../../model/points.ts'
import { nameAtStation } from '../../model/stationNames.ts'
import type { Damage } from '../../model/verification.ts'
import { verifiedOf } from '../../model/verification.ts'
import { text } from '../../strings.ts'
import { formatAgo, timelineText } from '../../timelineText.ts'
import { useNow } from '../timeline/useNow.ts'

interface RestorePathProps {
  readonly details: ImageDetails
  readonly history: History
  readonly point: Point
  readonly damage: Damage | null
}

/** So many files are listed one by one; all of them stand in the table of files. */
const MAX_STEPS = 100
const t = timelineText.inspector

/** What it takes to restore a point: the files in the order they are read, numbered as on the timeline, and how far they can be trusted. */
export function RestorePath({ details, history, point, damage }: RestorePathProps) {
  const now = useNow()
  const path = useMemo(() => pathTo(history, point), [history, point])
  const isBad = (link: LinkInfo) => link.missing || link.damage !== undefined || damage?.links.has(link.number) === true
  const bad = path.filter(isBad).length
  const readBytes = path.reduce((sum, link) => sum + link.fileBytes, 0)
  const name = point.snapshot?.name.text ?? text.app.head
  return (
    <section className="inspector-section">
      <div className="section-line">
        <h2 className="section-title">{text.inspector.restore(name)}</h2>
        <Trust path={path} bad={bad} now={now} />
      </div>
      <p className="inspector-hint">
        {path.length === 0 ? text.points.noFiles : t.read(path.length, formatBytes(readBytes))}
      </p>
      <ol className="path-list">
        {path.slice(0, MAX_STEPS).map((link, index) => (
          <PathStep key={link.number} link={link} index={index} history={history} isBad={isBad(link)} />
        ))}
      </ol>
      {path.length > MAX_STEPS ? (
        <p className="inspector-hint">{text.inspector.more(path.length - MAX_STEPS)}</p>
      ) : null}
      <div className="inspector-actions">
        <Button disabled={bad > 0 || !point.restorable} onClick={() => run('image.restore')}>
          {t.restore}
        </Button>
        {bad === 0 || details.state === 'newer' ? null : (
          <Button look="danger" onClick={() => run('image.repair')}>
            {timelineText.gap.repair}
          </Button>
        )}
      </div>
    </section>
  )
}

interface TrustProps {
  readonly path: readonly LinkInfo[]
  readonly bad: number
  readonly now: number
}

function Trust({ path, bad, now }: TrustProps) {
  const { files, verified, oldest } = verifiedOf(path)
  if (bad > 0) {
    return (
      <span className="trust is-bad">
        <ShieldAlert size={13} aria-hidden /> {t.damaged(bad)}
      </span>
    )
  }
  if (path.length === 0) return null
  if (oldest === null || verified < files)
    return <span className="trust">{verified === 0 ? t.never : t.some(files - verified)}</span>
  return (
    <span className="trust is-ok">
      <ShieldCheck size={13} aria-hidden /> {t.verified(formatAgo(oldest, now))}
    </span>
  )
}

interface PathStepProps {
  readonly link: LinkInfo
  readonly index: number
  readonly history: History
  readonly isBad: boolean
}

function PathStep({ link, index, history, isBad }: PathStepProps) {
  const isFull = index === 0 && history.points[0]?.station !== 0
  const from =
    index === 0 ? text.app.nothing : (nameAtStation(history, index) ?? text.inspector.unnamed(link.number - 1))
  const to = nameAtStation(history, index + 1) ?? text.inspector.unnamed(link.number)
  return (
    <li className={`path-step${isFull ? ' is-full' : ''}${isBad ? ' is-missing' : ''}`} data-tip={link.file}>
      <span className="path-number">{index + 1}</span>
      <span className="path-name">{isFull ? text.inspector.full(to) : text.inspector.fileOf(from, to)}</span>
      <span className="path-size">
        {link.missing ? text.tables.missing : isBad ? imageText.verified.damaged : formatBytes(link.fileBytes)}
      </span>
    </li>
  )
}
