import { OctagonAlert } from 'lucide-react'
import type { FolderScan } from '../../../shared/folders.ts'
import { formatBytes } from '../../../shared/units.ts'
import { fileText } from '../../fileText.ts'
import { kindWords } from '../../model/fileWords.ts'

/** Files of a folder that are in no chain, each with the reason: forks, damage, formats of others. */
export function FolderLeftovers({ leftovers }: Pick<FolderScan, 'leftovers'>) {
  if (leftovers.length === 0) return null
  return (
    <section className="panel" aria-label={fileText.folders.leftovers} data-region="">
      <div className="panel-head">
        <h2 className="panel-title">{fileText.folders.leftovers}</h2>
      </div>
      <ul className="leftovers">
        {leftovers.map(({ file, reason }) => (
          <li key={file.path} className="leftover">
            <OctagonAlert size={15} aria-hidden className="leftover-icon" />
            <div>
              <p>
                <strong>{file.name}</strong>{' '}
                <span className="file-kind">
                  {file.what ?? kindWords(file)}, {formatBytes(file.fileBytes)}
                </span>
              </p>
              <p className="leftover-why">{reason}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
