import { ArrowLeftRight, CircleDot, Upload } from 'lucide-react'
import { run } from '../../commands/commands.ts'
import { Button } from '../../components/Button.tsx'
import { text } from '../../strings.ts'
import { MoreMenu } from './MoreMenu.tsx'

interface ImageActionsProps {
  readonly isReadOnly?: boolean
  readonly isLive?: boolean
}

/** The three things one does with an image, and all others in a menu. */
export function ImageActions({ isReadOnly = false, isLive = false }: ImageActionsProps) {
  return (
    <div className="image-actions">
      <Button icon={<CircleDot size={15} aria-hidden />} disabled={isReadOnly} onClick={() => run('image.snapshot')}>
        {text.image.snapshot}
      </Button>
      <Button icon={<ArrowLeftRight size={15} aria-hidden />} onClick={() => run('image.pipe')}>
        {text.image.pipe}
      </Button>
      <Button look="commit" icon={<Upload size={15} aria-hidden />} onClick={() => run('image.export')}>
        {text.image.export}
      </Button>
      <MoreMenu isLive={isLive} />
    </div>
  )
}
