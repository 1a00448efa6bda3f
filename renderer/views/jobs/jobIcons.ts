import { ArrowLeftRight, Combine, Diff, Download, FileCheck, FoldVertical, Replace } from 'lucide-react'
import {
  Ban,
  Check,
  CopyPlus,
  Layers,
  Minus,
  OctagonAlert,
  ShieldCheck,
  TriangleAlert,
  Undo2,
  Unplug,
  Upload,
  Wrench,
} from 'lucide-react'
import type { JobKind } from '../../../shared/jobs.ts'
import type { Ending } from '../../model/jobState.ts'

type Icon = typeof Upload

/** What a job does, as a picture. */
export const KIND_ICONS: Readonly<Record<JobKind, Icon>> = {
  export: Upload,
  'export-diff': Upload,
  import: Download,
  'import-diff': Download,
  merge: Combine,
  pipe: ArrowLeftRight,
  convert: Replace,
  compare: Diff,
  diff: Diff,
  verify: ShieldCheck,
  manifest: FileCheck,
  rollback: Undo2,
  mend: Wrench,
  replicate: CopyPlus,
  flatten: Layers,
  fold: FoldVertical,
}

/** How a job ended, as a picture: the shape tells it, the colour only says it again. */
export const ENDING_ICONS: Readonly<Record<NonNullable<Ending>, Icon>> = {
  proven: ShieldCheck,
  done: Check,
  idle: Minus,
  warned: TriangleAlert,
  findings: OctagonAlert,
  failed: OctagonAlert,
  cancelled: Ban,
  interrupted: Unplug,
}
