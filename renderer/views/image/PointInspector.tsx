import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails, LinkInfo } from '../../../shared/contract.ts'
import { equivalentOf } from '../../../shared/equivalent.ts'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { CommandBox } from '../../components/CommandBox.tsx'
import { Facts } from '../../components/Facts.tsx'
import { imageText } from '../../imageText.ts'
import { exportFolderOf, fileNameFor, joinPath } from '../../model/exportPath.ts'
import type { History, Point } from '../../model/points.ts'
import { pathTo } from '../../model/points.ts'
import type { Damage } from '../../model/verification.ts'
import { verifiedOf } from '../../model/verification.ts'
import { connectionStore } from '../../stores/connection.ts'
import { settingsStore } from '../../stores/settings.ts'
import { formatTime, text } from '../../strings.ts'

interface PointInspectorProps {
  readonly details: ImageDetails
  readonly history: History
  readonly point: Point
  readonly damage: Damage | null
}

/** So many files are listed one by one; all of them stand in the table of files. */
const MAX_STEPS = 100

/** One chosen point: its facts, the files it takes to restore it, in the order they are read. */
export function PointInspector({ details, history, point, damage }: PointInspectorProps) {
  const capabilities = useStore(connectionStore, (state) => state.capabilities)
  const settings = useStore(settingsStore)
  const path = pathTo(history, point)
  const name = point.snapshot?.name.text ?? text.app.head
  const isReadOnly = details.state === 'damaged' || details.state === 'newer'
  const request = useMemo((): JobRequest => {
    const file = fileNameFor([details.ref.image.text, name], 'raw')
    return {
      kind: 'export',
      source: { ...details.ref, snapshot: point.snapshot?.name ?? null },
      path: joinPath(exportFolderOf(capabilities, settings), file),
    }
  }, [details.ref, point, name, capabilities, settings])
  const readBytes = path.reduce((sum, link) => sum + link.fileBytes, 0)
  return (
    <>
      <section className="inspector-section">
        <h2 className="inspector-title">{name}</h2>
        <Facts
          facts={[
            [point.kind === 'head' ? text.tables.added : text.inspector.created, formatTime(point.time)],
            [text.inspector.sizeAt, formatBytes(point.snapshot?.sizeBytes ?? details.sizeBytes)],
            [text.inspector.restorable, point.restorable ? text.inspector.yes : text.inspector.no],
            point.snapshot?.protected === true ? [text.inspector.protected, text.inspector.yes] : null,
          ]}
        />
        <div className="inspector-actions">
          <Button look="commit" disabled={!point.restorable} onClick={() => run('image.export')}>
            {text.inspector.exportPoint}
          </Button>
          <Button disabled={!point.restorable} onClick={() => run('image.pipe')}>
            {text.inspector.pipe}
          </Button>
          {point.snapshot === null ? null : (
            <>
              <Button disabled={isReadOnly} onClick={() => run('snapshot.rename')}>
                {text.inspector.rename}
              </Button>
              <Button
                disabled={isReadOnly}
                onClick={() => run(point.snapshot?.protected === true ? 'snapshot.unprotect' : 'snapshot.protect')}
              >
                {point.snapshot.protected ? imageText.protection.unprotect : imageText.protection.protect}
              </Button>
              <Button disabled={isReadOnly || !point.restorable} onClick={() => run('image.rollBack')}>
                {imageText.rollback.button}
              </Button>
              <Button disabled={isReadOnly || point.snapshot.protected} onClick={() => run('snapshot.remove')}>
                {text.inspector.remove}
              </Button>
            </>
          )}
        </div>
      </section>
      <section className="inspector-section">
        <h2 className="section-title">{text.inspector.restore(name)}</h2>
        <p className="inspector-hint">
          {path.length === 0 ? text.points.noFiles : text.inspector.toRead(path.length, formatBytes(readBytes))}
          {path.length === 0 ? '' : `; ${trustOf(path, damage)}`}
        </p>
        <ol className="path-list">
          {path.slice(0, MAX_STEPS).map((link, index) => (
            <PathStep
              key={link.number}
              link={link}
              index={index}
              history={history}
              isDamaged={damage?.links.has(link.number) === true}
            />
          ))}
        </ol>
        {path.length > MAX_STEPS ? (
          <p className="inspector-hint">{text.inspector.more(path.length - MAX_STEPS)}</p>
        ) : null}
      </section>
      <CommandBox equivalent={equivalentOf(request)} request={request} />
    </>
  )
}

/** How far the files that a point needs can be trusted. */
function trustOf(path: readonly LinkInfo[], damage: Damage | null): string {
  const bad = path.filter(({ number }) => damage?.links.has(number) === true)
  if (bad.length > 0) return imageText.verified.pathDamaged(bad.length)
  const { files, verified, oldest } = verifiedOf(path)
  return oldest === null || verified < files
    ? imageText.verified.pathSome(files - verified)
    : imageText.verified.pathFact(formatTime(oldest))
}

interface PathStepProps {
  readonly link: LinkInfo
  readonly index: number
  readonly history: History
  readonly isDamaged: boolean
}

function PathStep({ link, index, history, isDamaged }: PathStepProps) {
  const from = nameAtStation(history, index)
  const to = nameAtStation(history, index + 1) ?? text.inspector.unnamed(link.number)
  const isFull = index === 0 && from === null
  return (
    <li
      className={`path-step${isFull ? ' is-full' : ''}${link.missing || isDamaged ? ' is-missing' : ''}`}
      title={link.file}
    >
      <span className="path-number">{index + 1}</span>
      <span className="path-name">
        {isFull ? text.inspector.full(to) : text.inspector.fileOf(from ?? text.app.nothing, to)}
      </span>
      <span className="path-size">
        {link.missing ? text.tables.missing : isDamaged ? imageText.verified.damaged : formatBytes(link.fileBytes)}
      </span>
    </li>
  )
}

function nameAtStation({ points }: History, station: number): string | null {
  const here = points.filter((point) => point.station === station)
  if (here.length === 0) return null
  return (
    here.find(({ snapshot }) => snapshot !== null)?.snapshot?.name.text ??
    (here[0]?.kind === 'head' ? text.app.head : null)
  )
}
