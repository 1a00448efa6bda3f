import { useState } from 'react'
import { text } from '../strings.ts'
import { Button } from './Button.tsx'
import { copyText } from './copyText.ts'

/** One line of a command, to be taken elsewhere. */
export function CopyLine({ line }: { readonly line: string }) {
  const [copied, setCopied] = useState<string | null>(null)
  const copy = async () => {
    await copyText(line)
    setCopied(line)
  }
  return (
    <div className="copy-line">
      <code>{line}</code>
      <Button look="link" isSmall onClick={() => void copy()}>
        {copied === line ? text.app.copied : text.app.copy}
      </Button>
    </div>
  )
}
