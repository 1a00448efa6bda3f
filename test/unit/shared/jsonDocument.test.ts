import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { Estimate } from '../../../shared/estimate.ts'
import { FolderScan } from '../../../shared/folders.ts'
import { FileInspection, FileRecords, Inspection } from '../../../shared/inspection.ts'
import { Comparison, JobReport, Verification } from '../../../shared/jobs.ts'
import { WireErrorSchema } from '../../../shared/wireError.ts'

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../../docs/JSON.md'), 'utf8')

/** The keys of the table under a heading, each with `?` where it may be absent. */
function documentedKeys(heading: string): readonly string[] {
  const chapter = DOCUMENT.split('\n## ').find((text) => text.startsWith(`${heading}\n`)) ?? ''
  return [...chapter.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key = '']) => key)
}

function keysOf({ shape }: z.ZodObject): readonly string[] {
  return Object.entries(shape).map(([key, type]) =>
    (type as z.ZodType).safeParse(undefined).success ? `${key}?` : key,
  )
}

describe('docs/JSON.md', () => {
  it.each<[string, z.ZodObject]>([
    ['Error', WireErrorSchema],
    ['Report', JobReport],
    ['Comparison', Comparison],
    ['Verification', Verification],
    ['Estimate', Estimate],
    ['Inspection', Inspection],
    ['Inspected file', FileInspection],
    ['Records', FileRecords.shape.records.element],
    ['Folder', FolderScan],
  ])('has every key of %s, and no other', (heading, schema) => {
    expect(documentedKeys(heading).toSorted()).toEqual(keysOf(schema).toSorted())
  })
})
