import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import { formatSpec } from '../../../shared/imageSpec.ts'
import { run } from '../../commands/commands.ts'
import { careText } from '../../careText.ts'
import { Button } from '../../components/Button.tsx'
import { Choice } from '../../components/Choice.tsx'
import { Confirmation, isConfirmed } from '../../components/Confirmation.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import type { Wreck } from '../../model/repairPlan.ts'
import { repairRequest, wreckOf } from '../../model/repairPlan.ts'
import { imageKey, imagesStore } from '../../stores/images.ts'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'
import { CopiesField } from './CopiesField.tsx'
import { JobSheet } from './JobSheet.tsx'
import { RebuildSheet } from './RebuildSheet.tsx'
import { useEstimate } from './useEstimate.ts'
import { WreckTable } from './WreckTable.tsx'

const t = careText.repair
type Way = 'back' | 'give-up'

/** Missing and damaged links of an image, and the ways to be whole again; of one whose index is lost, the way to have that again. */
export function RepairSheet({ image }: { readonly image: ImageRef }) {
  const details = useStore(imagesStore, (state) => state.details[imageKey(image)])
  const isLost = useStore(imagesStore, (state) => imageKey(image) in state.lost)
  const wreck = useMemo(() => (details === undefined ? null : wreckOf(details)), [details])
  if (isLost) return <RebuildSheet image={image} />
  if (details === undefined || wreck === null || wreck.bad.length === 0) return <Whole image={image} />
  return <RepairForm image={image} details={details} wreck={wreck} />
}

function Whole({ image }: { readonly image: ImageRef }) {
  return (
    <Sheet
      title={t.title(formatSpec(image))}
      subtitle={t.subtitle(0)}
      size="small"
      firstFocus="cancel"
      onClose={() => showSheet(null)}
      footer={
        <>
          <Button data-cancel="" onClick={() => showSheet(null)}>
            {text.app.close}
          </Button>
          <Button look="commit" onClick={() => showSheet({ kind: 'verify', what: { kind: 'image', image } })}>
            {t.verify}
          </Button>
        </>
      }
    >
      <p className="sheet-empty">{t.whole}</p>
    </Sheet>
  )
}

interface RepairFormProps {
  readonly image: ImageRef
  readonly details: ImageDetails
  readonly wreck: Wreck
}

function RepairForm({ image, details, wreck }: RepairFormProps) {
  const [way, setWay] = useState<Way>('back')
  const [paths, setPaths] = useState<readonly string[]>([])
  const [typed, setTyped] = useState('')
  const request = repairRequest(way, image, paths)
  const estimated = useEstimate(request)
  const spec = formatSpec(image)
  const level = way === 'give-up' ? 2 : 0
  return (
    <JobSheet
      title={t.title(spec)}
      subtitle={t.subtitle(wreck.bad.length)}
      size="wide"
      look={level === 2 ? 'danger' : 'commit'}
      request={request}
      estimated={estimated}
      isReady={isConfirmed(level, spec, typed)}
      commitLabel={() => (way === 'back' ? t.commitBack(paths.length) : t.commitGiveUp(wreck.behind.length))}
      side={<Elsewhere />}
    >
      <WreckTable details={details} wreck={wreck} />
      <Choice
        legend={t.ways}
        value={way}
        onChange={setWay}
        options={[
          {
            value: 'back',
            label: t.back,
            hint: t.backHint,
            children: <CopiesField paths={paths} onChange={setPaths} />,
          },
          {
            value: 'give-up',
            label: t.giveUp,
            hint: t.giveUpHint,
            children: (
              <Confirmation
                level={2}
                spec={spec}
                typed={typed}
                onTyped={setTyped}
                consequences={giveUpSentences(wreck)}
              />
            ),
          },
        ]}
      />
    </JobSheet>
  )
}

function giveUpSentences({ behind, lost, upTo }: Wreck): readonly string[] {
  return [
    t.giveUpWhat(behind[0]?.file ?? '', behind.length),
    lost.length === 0 ? t.giveUpNoPoints : t.giveUpPoints(lost.map(({ name }) => name.text).join(', ')),
    t.giveUpHead(upTo?.name.text ?? null),
  ]
}

function Elsewhere() {
  return (
    <section>
      <h3 className="section-title">{t.else}</h3>
      <p className="inspector-hint">{t.elseImport}</p>
      <Button
        isSmall
        onClick={() => {
          showSheet(null)
          run('files.open')
        }}
      >
        {t.openFiles}
      </Button>
    </section>
  )
}
