import { Check, Minus, OctagonAlert, ShieldAlert, ShieldCheck, Wrench } from 'lucide-react'
import type { ImageRef } from '../../../shared/imageSpec.ts'
import type { Verification, VerifiedFile, VerifyProblem } from '../../../shared/jobs.ts'
import { formatBytes } from '../../../shared/units.ts'
import { guarded } from '../../actions/failure.ts'
import { showProblem } from '../../actions/problems.ts'
import { Button } from '../../components/Button.tsx'
import type { Column } from '../../components/LongTable.tsx'
import { LongTable } from '../../components/LongTable.tsx'
import { fileName } from '../../jobText.ts'
import { resultText } from '../../resultText.ts'
import { showSheet } from '../../stores/ui.ts'

const t = resultText.verification

interface VerificationViewProps {
  readonly verification: Verification
  /** The image whose files were looked at; null where they belong to none. */
  readonly image: ImageRef | null
}

/** A verification: what is wrong, where, what that means and what to do; then every file and how it was looked at. */
export function VerificationView({ verification, image }: VerificationViewProps) {
  const { ok, problems, problemCount, files, fileCount } = verification
  const unproven = files.filter(({ proof, ok: isWell }) => proof === 'structure' && isWell).length
  const Icon = ok ? ShieldCheck : ShieldAlert
  return (
    <>
      <p className={ok ? 'verdict is-ok' : 'verdict is-bad'}>
        <Icon size={18} aria-hidden /> {t.sentence(verification)}
      </p>
      {problems.length === 0 ? null : (
        <section aria-label={t.region}>
          <div className="result-head">
            <h3 className="section-title">{t.region}</h3>
            {image === null ? null : (
              <Button
                isSmall
                look="commit"
                icon={<Wrench size={14} aria-hidden />}
                onClick={() => showSheet({ kind: 'repair', image })}
              >
                {t.repair}
              </Button>
            )}
          </div>
          <ul className="problems">
            {problems.map((problem, index) => (
              // Two problems may be told in the same words; their order is fixed.
              <ProblemItem key={`${index} ${problem.path}`} problem={problem} image={image} />
            ))}
          </ul>
          {problemCount > problems.length ? (
            <p className="inspector-hint">{t.more(problemCount - problems.length)}</p>
          ) : null}
        </section>
      )}
      <section>
        <h3 className="section-title">{t.files}</h3>
        {unproven === 0 ? null : <p className="result-note">{t.noDigests(unproven)}</p>}
        <LongTable
          label={t.files}
          columns={columnsOf(problems)}
          rows={files}
          keyOf={({ path }) => path}
          empty={t.files}
        />
        {fileCount > files.length ? <p className="inspector-hint">{t.moreFiles(fileCount - files.length)}</p> : null}
      </section>
    </>
  )
}

/** A file that is well itself may still lack what it continues, so a result names the problem and never says more. */
const columnsOf = (problems: readonly VerifyProblem[]): readonly Column<VerifiedFile>[] => [
  { key: 'file', label: t.file, cell: ({ path }) => <span title={path}>{fileName(path)}</span> },
  {
    key: 'proof',
    label: t.proof,
    cell: ({ path, proof }) =>
      problems.some((problem) => problem.path === path && problem.kind === 'missing') ? '—' : t.proofOf[proof],
  },
  {
    key: 'checked',
    label: t.checked,
    isNumber: true,
    cell: ({ proof, checkedBytes, fileBytes }) =>
      proof === 'digests' ? formatBytes(checkedBytes) : proof === 'structure' ? formatBytes(fileBytes) : '—',
  },
  {
    key: 'result',
    label: t.result,
    cell: (file) => <FileResult file={file} problem={problems.find(({ path }) => path === file.path)} />,
  },
]

interface FileResultProps {
  readonly file: VerifiedFile
  /** The first of its problems; undefined: it has none, or none that the list still holds. */
  readonly problem: VerifyProblem | undefined
}

function FileResult({ file: { ok, proof }, problem }: FileResultProps) {
  if (!ok) {
    return (
      <span className="mark is-no">
        <OctagonAlert size={14} aria-hidden /> {problem === undefined ? t.bad : t.kind[problem.kind]}
      </span>
    )
  }
  if (proof === 'skipped') {
    return (
      <span className="mark is-idle">
        <Minus size={14} aria-hidden /> {t.skipped}
      </span>
    )
  }
  return (
    <span className="mark is-yes">
      <Check size={14} aria-hidden /> {proof === 'digests' ? t.ok : t.structureOk}
    </span>
  )
}

interface ProblemItemProps {
  readonly problem: VerifyProblem
  readonly image: ImageRef | null
}

function ProblemItem({ problem, image }: ProblemItemProps) {
  const { path, kind, message, offset, length } = problem
  return (
    <li className="problem">
      <OctagonAlert size={15} aria-hidden className="leftover-icon" />
      <div>
        <p>
          <strong>{t.kind[kind]}</strong>{' '}
          <span className="file-kind" title={path}>
            {fileName(path)}
            {offset === null ? '' : `, ${t.where(offset, length)}`}
          </span>
        </p>
        <p>{message}</p>
        <p className="leftover-why">{t.next[kind]}</p>
      </div>
      {image === null ? null : (
        <Button isSmall onClick={() => void guarded(() => showProblem(image, problem))}>
          {t.show}
        </Button>
      )}
    </li>
  )
}
