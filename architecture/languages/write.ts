import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalogueFile, faultsOf, translated } from './catalogue.ts';
import { mailsFile, mailsOf } from './mails.ts';
import { manifestFile, manifestOf } from './manifest.ts';
import { readCatalogue, writeCatalogue } from './po-files.ts';
import { sentencesOf } from './sentences-of-site.ts';

const HELP = `Usage: npm run catalogue

Brings src/locales the mails of lambdas/mails and the manifest up to date: takes in what the sources of the site say now, drops what they no longer say, keeps what
is translated, and lists what is left to translate or to mend.

Example: npm run catalogue`;

function update(project: string, language: string): void {
	const file = catalogueFile(project, language);
	const entries = existsSync(file) ? readCatalogue(readFileSync(file, 'utf8')) : [];
	const said = sentencesOf(project);
	const written = writeCatalogue(said, { language, entries });
	writeFileSync(file, written);
	const current = readCatalogue(written);
	const faults = faultsOf(current, language);
	for (const fault of faults) console.log(fault);
	writeFileSync(join(project, mailsFile(language)), mailsOf(project, language));
	writeFileSync(
		join(project, manifestFile(language)),
		manifestOf(project, { language, entries: current }),
	);
	console.log(
		`${String(said.length)} sentences in ${language}, ${String(faults.length)} to translate or to mend.`,
	);
}

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help === true) console.log(HELP);
else for (const language of translated) update(process.cwd(), language);
