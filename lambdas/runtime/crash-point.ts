/**
 * The moments at which a process may die and leave something half done. Tests kill it at each of
 * them, and what is left must heal by a retry or by the sweep.
 */
export const crashPoints = [
	'begin.beforeReserve',
	'begin.afterReserve',
	'begin.afterCreateParts',
	'begin.afterSaveParts',
	'copy.afterPart',
	'copy.afterBytes',
	'finish.afterListParts',
	'finish.afterCompleteParts',
	'finish.afterLook',
	'finish.beforeCommit',
	'finish.afterCommit',
	'mismatch.afterEnd',
	'abort.beforeRelease',
	'abort.afterRelease',
	'abort.afterDelete',
	'derivative.afterLook',
	'derivative.afterCommit',
	'purge.afterHide',
	'purge.afterMark',
	'purge.afterDelete',
	'purge.beforeErase',
	'purge.afterErase',
	'account.afterClose',
	'outbox.afterClaim',
	'outbox.afterPublish',
	'sweep.afterClaim',
	'reconcile.afterCheck',
	'surplus.afterCheck',
	'surplus.afterRemoval',
	'restore.afterBegin',
	'restore.afterClaim',
	'restore.afterFind',
	'keep.afterTell',
	'keep.afterRecord',
	'restore.afterAsk',
	'restore.afterRecord',
	'restore.afterLook',
	'restore.afterCharge',
	'restore.afterExtend',
	'manifest.afterChunks',
	'manifest.afterManifest',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

let armed: CrashPoint | undefined;

/** For tests alone: no function of the product calls it. */
export function armCrashPoint(point: CrashPoint): void {
	armed = point;
}

/** Nothing, unless armed: then the process is gone, with no handler run and no socket closed politely. */
export function crashPoint(point: CrashPoint): void {
	if (point === armed) process.kill(process.pid, 'SIGKILL');
}
