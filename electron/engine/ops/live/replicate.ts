import { AppError } from '../../../../shared/errors.ts'
import type { JobRequest } from '../../../../shared/jobs.ts'
import type { OpContext, Prepared } from '../context.ts'

export function prepareReplicate(
  _request: Extract<JobRequest, { kind: 'replicate' }>,
  _context: OpContext,
): Promise<Prepared> {
  throw new AppError('E_UNSUPPORTED', 'not yet')
}
