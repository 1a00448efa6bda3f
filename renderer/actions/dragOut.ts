import type { JobRequest } from '../../shared/jobs.ts'
import { call } from '../api.ts'
import { joinPath, nextFreeName } from '../model/exportPath.ts'
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
  const path = await freePath(makeRequest, joinPath(await call('drag.folder', {}), name))
  const jobId = await startJob(makeRequest(path))
  dragOutStore.setState(({ prepared }) => ({
    prepared: { ...prepared, [dragKey(makeRequest, name)]: { jobId, path } },
  }))
}

/** The path, or with the first number at its end under which there is nothing yet: the folder is kept while the program runs. */
async function freePath(makeRequest: RequestMaker, path: string): Promise<string> {
  const { checks } = await call('job.estimate', makeRequest(path))
  const isTaken = checks.some(({ error }) => error?.code === 'E_FILE_EXISTS')
  return isTaken ? freePath(makeRequest, nextFreeName(path)) : path
}

/** Hands a prepared file to the system's drag and drop: while the mouse is down. @throws AppError E_UNSUPPORTED, E_FILE_NOT_FOUND */
export async function startDragOut(path: string): Promise<void> {
  await call('drag.start', { path })
}
