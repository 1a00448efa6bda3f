import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { showSheet } from '../../stores/ui.ts'
import { text } from '../../strings.ts'

interface ClosingSheetProps {
  readonly title: string
  readonly subtitle: string
  readonly children: ReactNode
}

/** A sheet to read in, where nothing is committed: it can only be closed. */
export function ClosingSheet({ title, subtitle, children }: ClosingSheetProps) {
  return (
    <Sheet
      title={title}
      subtitle={subtitle}
      size="wide"
      firstFocus="cancel"
      onClose={() => showSheet(null)}
      footer={
        <Button data-cancel="" onClick={() => showSheet(null)}>
          {text.app.close}
        </Button>
      }
    >
      {children}
    </Sheet>
  )
}
