/** `npm run crash`, `chaos`, `fuzz` and `race`: see `helpOf`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { crashPoints } from '../../lambdas/runtime/crash-point.ts';
import { newSeed } from './campaign.ts';

interface Command {
	readonly does: string;
	/** Whether it can be cut into parts that know nothing of each other, by its crash points. */
	readonly hasPoints?: boolean;
	/** The option that says how far it goes, and its default. */
	readonly size: { readonly option: string; readonly means: string; readonly default: number };
}

const commands: Readonly<Record<string, Command>> = {
	crash: {
		hasPoints: true,
		does: `Kills a process at every crash point of lambdas/runtime/crash-point.ts, once with a client that comes back and once
without. Afterwards one sweep heals the vault: every acknowledged byte reads, and fsck finds nothing. A point that is
never hit fails.`,
		size: { option: 'rounds', means: 'kills at each point, for each ending', default: 20 },
	},
	chaos: {
		does: `Eight clients in four vaults upload, rename, move, trash, restore and purge, while S3 fails, connections to the database
are killed, events are lost, doubled and reordered, clocks are moved and sweeps run. A ledger of what was acknowledged
judges them, then fsck.`,
		size: { option: 'operations', means: 'operations of all clients together', default: 10_000 },
	},
	fuzz: {
		does: `Sends requests to every route that are made from the contract and then broken, with naughty strings in every field.
None may be answered by a 5xx or without a problem document, and none that is refused may change a row.`,
		size: { option: 'requests', means: 'requests in all', default: 10_000 },
	},
	race: {
		does: 'Lets clients meet at the same moment, in every kind of race that has more than one possible end.',
		size: { option: 'rounds', means: 'rounds of each kind of race', default: 200 },
	},
};

function helpOf(name: string, { does, size, hasPoints = false }: Command): string {
	const option = `--${size.option} N`;
	const points = hasPoints
		? '\n  --points TEXT    only the points that begin so, such as restore. (default: all, in one process for each core)'
		: '';
	return `Usage: npm run ${name} [-- OPTIONS]

${does}

  ${option.padEnd(16)} ${size.means} (default: ${String(size.default)})
  --seed TEXT      does again what the run of this seed did (default: a new one, which is printed)${points}
  --help           this text

Example: npm run ${name} -- --${size.option} ${String(size.default)}

Example: npm run ${name} -- --${size.option} ${String(size.default)} --seed 7

The last line has the figures, of a run in several processes that of each. Ends with 1 where something failed.`;
}

async function main(name: string, args: readonly string[]): Promise<void> {
	const command = commands[name];
	if (command === undefined) {
		throw new Error(`There is no campaign ${name}; there are ${Object.keys(commands).join(', ')}.`);
	}
	const { option } = command.size;
	const { values } = parseArgs({
		args: [...args],
		options: {
			[option]: { type: 'string', default: String(command.size.default) },
			seed: { type: 'string' },
			points: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(helpOf(name, command));
		return;
	}
	const size = String(values[option]);
	if (!/^[1-9]\d*$/.test(size)) throw new Error(`--${option} is a whole number above 0.`);
	const seed = typeof values.seed === 'string' ? values.seed : newSeed();
	console.log(`${name}: ${size} ${option}, seed ${seed}`);
	const { hasPoints = false } = command;
	const { points } = values;
	if (typeof points === 'string' && !hasPoints) throw new Error(`${name} has no points.`);
	const parts = hasPoints ? partsOf(points) : 1;
	const codes = await Promise.all(
		Array.from({ length: parts }, async (_, part) => {
			const child = spawn('vitest', ['run', '--project', 'integration', fileOf(name)], {
				stdio: 'inherit',
				env: {
					...process.env,
					CAMPAIGN_SIZE: size,
					CAMPAIGN_SEED: seed,
					CAMPAIGN_POINTS: typeof points === 'string' ? points : '',
					CAMPAIGN_PART: `${String(part)}/${String(parts)}`,
				},
			});
			const [code] = (await once(child, 'close')) as [number | null];
			return code ?? 1;
		}),
	);
	process.exitCode = Math.max(...codes);
}

/** As many as there are cores, and none without a point. */
function partsOf(points: unknown): number {
	const prefix = typeof points === 'string' ? points : '';
	const count = crashPoints.filter((point) => point.startsWith(prefix)).length;
	if (count === 0) throw new Error(`No point begins with ${prefix}: ${crashPoints.join(', ')}.`);
	return Math.min(count, availableParallelism());
}

function fileOf(name: string): string {
	return `tests/campaigns/${name}.test.ts`;
}

try {
	const [name = '', ...args] = process.argv.slice(2);
	await main(name, args);
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 2;
}
