import type { JobRequest } from '../../shared/jobs.ts'
import { call } from '../api.ts'
import { joinPath } from '../model/exportPath.ts'
import { dragOutStore } from '../stores/dragOut.ts'
import { startJob } from './jobs.ts'

/** Makes the request that writes the content to a path. */
export type RequestMaker = (path: string) => JobRequest

/** A key of what is dragged out, equal for the same content under the same name. */
export function dragKey(makeRequest: RequestMaker, name: string): string {
  return JSON.stringify(makeRequest(name))
}

/** Exports into the private folder, so that the file can be dragged out when it is whole. @throws AppError */
export async function prepareDragOut(makeRequest: RequestMaker, name: string): Promise<void> {
  // A folder of its own each time, so that any name is free in it.
  const path = joinPath(await call('drag.folder', {}), name)
  const jobId = await startJob(makeRequest(path))
  dragOutStore.setState(({ prepared }) => ({
    prepared: { ...prepared, [dragKey(makeRequest, name)]: { jobId, path } },
  }))
}

/** Hands a prepared file to the system's drag and drop: while the mouse is down. @throws AppError E_UNSUPPORTED, E_FILE_NOT_FOUND */
export async function startDragOut(path: string): Promise<void> {
  await call('drag.start', { path })
}
