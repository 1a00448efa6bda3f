import type { z } from 'zod'

/** A call of the contract: the schemas of what is asked and of what is answered. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })
