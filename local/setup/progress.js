/** Shows at a terminal, or in a log, that something which takes minutes is still going on. Plain JavaScript, as setup is. */

/** How often, in milliseconds: a terminal's line is written anew, a log gets another line. */
const EVERY_MS = { terminal: 1000, log: 15_000 };

/** Says `what` and how long it has taken until now, as long as `work` does. Answers as that does. */
export async function showing(what, work, { stream = process.stdout } = {}) {
	const started = Date.now();
	const line = () => `${what} ${Math.round((Date.now() - started) / 1000)} s`;
	stream.write(stream.isTTY ? what : `${what}\n`);
	const timer = setInterval(
		() => stream.write(stream.isTTY ? `\r${line()}` : `${line()}\n`),
		stream.isTTY ? EVERY_MS.terminal : EVERY_MS.log,
	);
	try {
		return await work();
	} finally {
		clearInterval(timer);
		stream.write(stream.isTTY ? `\r${line()}\n` : '');
	}
}
