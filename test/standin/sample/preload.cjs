'use strict'
const { contextBridge, ipcRenderer, webUtils } = require('electron')

contextBridge.exposeInMainWorld('sample', {
  echo: (value) => ipcRenderer.invoke('echo', value),
  fail: () => ipcRenderer.invoke('fail'),
  pick: () => ipcRenderer.invoke('pick'),
  push: (count) => ipcRenderer.send('push', count),
  onPushed: (listener) => {
    const relay = (_event, n) => listener(n)
    ipcRenderer.on('pushed', relay)
    return () => ipcRenderer.off('pushed', relay)
  },
  pathOf: (file) => webUtils.getPathForFile(file),
  throwNow: () => {
    throw new TypeError('thrown in the preload')
  },
  callBack: (listener) => listener('called back') + '!',
  missing: () => ipcRenderer.sendSync('anything'),
})
