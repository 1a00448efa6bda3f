import { z } from 'zod'

/** {@link WireError} as the contract checks it. */
export const WireErrorSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
})
