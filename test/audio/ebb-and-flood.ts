/** Two chapters, as ffmpeg takes them. */
export const EBB_AND_FLOOD = `;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=2500
title=Ebb
[CHAPTER]
TIMEBASE=1/1000
START=2500
END=3345
title=Příliv
`

/** The same as they are read. */
export const EBB_AND_FLOOD_READ = [
  { start: 0, title: 'Ebb' },
  { start: 2.5, title: 'Příliv' },
]
