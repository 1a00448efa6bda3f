// Ticks are of the local calendar. The window's formats are made when they are loaded: this has to come before them.
process.env.TZ = 'UTC'
