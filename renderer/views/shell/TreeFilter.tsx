import { Search, X } from 'lucide-react'
import { IconButton } from '../../components/Button.tsx'
import { shellText } from '../../shellText.ts'

interface TreeFilterProps {
  readonly filter: string
  readonly onChange: (filter: string) => void
  /** Images in sight, and all there are. */
  readonly shown: number
  readonly all: number
}

/** Finds images in a library of many by a part of their name. Escape shows all of them again; the arrow down goes into the tree. */
export function TreeFilter({ filter, onChange, shown, all }: TreeFilterProps) {
  return (
    <div className="tree-filter">
      <div className="tree-filter-field">
        <Search size={13} aria-hidden className="tree-filter-icon" />
        <input
          type="search"
          className="input is-search"
          aria-label={shellText.tree.filter}
          placeholder={shellText.tree.filter}
          spellCheck={false}
          autoComplete="off"
          value={filter}
          onChange={({ target }) => onChange(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && filter !== '') onChange('')
            else if (event.key === 'ArrowDown') {
              const tree = event.currentTarget
                .closest('section')
                ?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')
              tree?.focus()
            } else return
            event.preventDefault()
          }}
        />
        {filter === '' ? null : (
          <IconButton label={shellText.tree.clear} icon={<X size={13} />} onClick={() => onChange('')} />
        )}
      </div>
      {filter === '' ? null : (
        <p className="side-hint" role="status">
          {shown === 0 ? shellText.tree.noMatch(filter) : shellText.tree.shown(shown, all)}
        </p>
      )}
    </div>
  )
}
