import { useState } from 'react'
import { useStore } from 'zustand'
import type { JobRequest } from '../../../shared/jobs.ts'
import { downloadResult } from '../../actions/download.ts'
import { fileName } from '../../jobText.ts'
import { connectionStore } from '../../stores/connection.ts'
import type { OutputPath } from './useOutputPath.ts'

/** Whether a file is written where the program runs, or handed to the browser. */
export interface Destination {
  readonly output: OutputPath
  readonly canDownload: boolean
  readonly where: 'path' | 'download'
  readonly setWhere: (where: 'path' | 'download') => void
  readonly problem: string | null
  /** What the sheet's button does; undefined: it starts the job. */
  readonly perform: ((request: JobRequest | null) => () => Promise<void>) | undefined
}

/** Where the file of a job goes. A download is offered where the shell has them. */
export function useDestination(output: OutputPath): Destination {
  const canDownload = useStore(connectionStore, (state) => state.capabilities?.downloads === true)
  const [chosen, setWhere] = useState<'path' | 'download'>('path')
  const where = canDownload ? chosen : 'path'
  return {
    output,
    canDownload,
    where,
    setWhere,
    problem: where === 'download' && output.path !== '' ? null : output.problem,
    perform:
      where === 'download'
        ? (request) => async () => {
            if (request !== null) await downloadResult(request, fileName(output.path))
          }
        : undefined,
  }
}
