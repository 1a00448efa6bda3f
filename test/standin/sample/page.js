// Lists the real paths of dropped and chosen files.
const drop = document.getElementById('drop')
const choose = document.getElementById('choose')
const paths = document.getElementById('paths')

function list(files) {
  paths.replaceChildren(
    ...[...files].map((file) => {
      const item = document.createElement('li')
      item.textContent = window.sample.pathOf(file)
      return item
    }),
  )
}

drop.addEventListener('dragover', (event) => event.preventDefault())
drop.addEventListener('drop', (event) => {
  event.preventDefault()
  list(event.dataTransfer.files)
})
choose.addEventListener('change', () => list(choose.files))
