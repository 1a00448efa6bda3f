import { useMemo } from 'react'
import { useStore } from 'zustand'
import { chosenOf } from '../../actions/current.ts'
import { guarded } from '../../actions/failure.ts'
import { loadDetails } from '../../actions/library.ts'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { isLiveRef } from '../../model/liveDetails.ts'
import { damageOf } from '../../model/verification.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { selectionStore } from '../../stores/selection.ts'
import { text } from '../../strings.ts'
import { ImageHeader } from './ImageHeader.tsx'
import { Inspector } from './Inspector.tsx'
import { LostPage } from './LostPage.tsx'
import { LowerPanel } from './LowerPanel.tsx'
import { LiveHeader } from '../live/LiveHeader.tsx'
import { LiveInspector } from '../live/LiveInspector.tsx'
import { Timeline } from '../timeline/Timeline.tsx'
import { useFollowedChoice } from './useFollowedChoice.ts'

/** What tells of the chosen point waits for so long while one goes from point to point: nobody reads it meanwhile. */
const REST_MS = 150

/** The middle of the window: the open image, or what to do while none is open. */
export function ImagePage() {
  const image = useStore(selectionStore, (state) => state.image)
  const key = image === null ? '' : imageKey(image)
  const details = useStore(imagesStore, (state) => state.details[key])
  const error = useStore(imagesStore, (state) => state.detailsError[key])
  const { point, anchor } = useFollowedChoice(details, REST_MS)
  const lost = useStore(imagesStore, (state) => state.lost[key])
  const chosen = useMemo(
    () => (details === undefined ? null : chosenOf(details, { point, anchor })),
    [details, point, anchor],
  )
  const damage = useMemo(() => (details === undefined ? null : damageOf(details)), [details])

  if (image === null) return <NoImage />
  if (lost !== undefined) return <LostPage image={image} lost={lost} />
  if (error !== undefined) {
    return (
      <main className="page" id="page" tabIndex={-1} data-region="">
        <h1 className="visually-hidden">{image.image.text}</h1>
        <div className="page-message">
          <ErrorCard
            error={error}
            actions={<Button onClick={() => void guarded(() => loadDetails(image))}>{text.app.retry}</Button>}
          />
        </div>
      </main>
    )
  }
  if (details === undefined || chosen === null) {
    return (
      <main className="page" id="page" tabIndex={-1} data-region="" aria-busy="true">
        <h1 className="visually-hidden">{image.image.text}</h1>
        <p className="page-message">{text.image.loading}</p>
      </main>
    )
  }
  const isLive = isLiveRef(image)
  return (
    <>
      <main className="page" id="page" tabIndex={-1} aria-label={text.image.region}>
        {isLive ? <LiveHeader details={details} /> : <ImageHeader details={details} />}
        <div className="page-scroll">
          <Timeline key={key} details={details} />
          <LowerPanel details={details} chosen={chosen} damage={damage} />
        </div>
      </main>
      {isLive ? (
        <LiveInspector details={details} chosen={chosen} />
      ) : (
        <Inspector details={details} chosen={chosen} damage={damage} />
      )}
    </>
  )
}

function NoImage() {
  const isEmpty = useStore(imagesStore, ({ pools }) => pools !== null && pools.every((pool) => pool.imageCount === 0))
  const isReading = useStore(imagesStore, ({ pools, poolsError }) => pools === null && poolsError === null)
  if (isReading) {
    return (
      <main className="page" id="page" tabIndex={-1} data-region="" aria-busy="true">
        <h1 className="visually-hidden">{text.empty.title}</h1>
        <p className="page-message">{text.app.loading}</p>
      </main>
    )
  }
  return (
    <main className="page" id="page" tabIndex={-1} data-region="">
      <EmptyState
        title={isEmpty ? text.empty.libraryTitle : text.empty.title}
        body={isEmpty ? text.empty.libraryBody : text.empty.body}
      >
        <Button look="commit" onClick={() => run('files.open')}>
          {text.sidebar.openFiles}
        </Button>
        <Button onClick={() => run('library.newImage')}>{text.sidebar.newImage}</Button>
      </EmptyState>
    </main>
  )
}
