import { useStore } from 'zustand'
import type { JobRequest } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { fileText } from '../../fileText.ts'
import { fileName } from '../../jobText.ts'
import { inspectorStore } from '../../stores/inspector.ts'
import { JobSheet } from './JobSheet.tsx'
import { useEstimate } from './useEstimate.ts'

const t = fileText.manifests

/** Manifests beside files of somebody else's that have none, in the order in which they follow each other. */
export function ManifestSheet({ paths }: { readonly paths: readonly string[] }) {
  const uploadedNames = useStore(inspectorStore, (state) => state.uploadedNames)
  const request: JobRequest = { kind: 'manifest', paths: [...paths] }
  const estimated = useEstimate(request)
  return (
    <JobSheet
      title={t.title(paths.length)}
      subtitle={t.subtitle}
      request={request}
      estimated={estimated}
      commitLabel={(estimate) =>
        t.commit(estimate?.writes?.length ?? paths.length, estimate === null ? null : formatBytes(estimate.readBytes))
      }
    >
      <p className="form-text">{t.hint}</p>
      <section>
        <h3 className="section-title">{t.list}</h3>
        <ol className="path-list">
          {paths.map((path, index) => (
            <li key={path} className="path-step" title={path}>
              <span className="path-number">{index + 1}</span>
              <span className="path-name">{uploadedNames[path] ?? fileName(path)}</span>
            </li>
          ))}
        </ol>
      </section>
    </JobSheet>
  )
}
