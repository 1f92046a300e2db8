import type { ResponseOf } from '#contract/endpoint';
import type { getCloudHealth, LifecycleFault } from '#contract/health';
import { plural } from '$lib/format/plural';
import { failing, unreadable, well, type CheckRow, type Words } from './check-row';

type Health = ResponseOf<typeof getCloudHealth>;
type Id = keyof Health;

const titles: Readonly<Record<Id, string>> = {
	versioning: 'Older versions',
	lifecycle: 'Storage rules',
	publicAccess: 'Public access',
	encryption: 'Encryption',
	alarms: 'Alarms',
	subscriptions: 'Who hears the alarms',
	schedules: 'Schedules',
};

/** The checks of the cloud, in the order in which they are read; all unknown where there was no answer. */
export function cloudRows(health: Health | undefined): CheckRow[] {
	return (Object.keys(titles) as Id[]).map((id) => ({
		id,
		title: titles[id],
		...(health === undefined ? unreadable() : wordsOf(id, health)),
	}));
}

function wordsOf(id: Id, health: Health): Words {
	if (health[id].state === 'unknown') return unreadable();
	switch (id) {
		case 'versioning':
			return health.versioning.state === 'ok'
				? well('What is deleted or overwritten in the bucket can be brought back.')
				: failing('The bucket keeps no older versions: what is deleted there is gone at once.', {
						todo: 'Switch versioning on again. What is there now is not touched by it.',
						sections: ['versioning'],
					});
		case 'lifecycle':
			return lifecycleWords(health.lifecycle);
		case 'publicAccess':
			return health.publicAccess.state === 'ok'
				? well('Nothing in the bucket can be opened to everybody.')
				: failing(
						'A wrong policy could open files to everybody: the block against it is not whole.',
						{
							todo: 'Switch on all four parts of “Block public access”.',
							sections: ['public-access'],
						},
					);
		case 'encryption':
			return health.encryption.state === 'ok'
				? well('Every file is encrypted where it lies.')
				: failing('The bucket does not encrypt what arrives.', {
						todo: 'Switch on the default encryption, with keys of S3.',
						sections: ['encryption'],
					});
		case 'alarms':
			return alarmWords(health.alarms);
		case 'subscriptions':
			return subscriptionWords(health.subscriptions);
		case 'schedules':
			return scheduleWords(health.schedules);
	}
}

const lifecycleSentences: Readonly<Record<LifecycleFault, string>> = {
	'originals-stay-expensive': 'Originals do not move to cheaper storage after 30 and 60 days.',
	'kept-files-archived': 'Files that people keep ready are archived all the same.',
	'derivatives-archived': 'Thumbnails are archived, so the gallery has to wait for them.',
	'older-versions-expire':
		'Older versions are deleted when they reach an age: one of them may be the only copy of a file.',
	'unfinished-uploads-stay': 'Parts of unfinished uploads are kept, and paid, for ever.',
	'unfinished-uploads-go-early': 'Unfinished uploads end before a week is over.',
	'files-expire': 'Files are deleted when they reach an age.',
};

const losing: ReadonlySet<LifecycleFault> = new Set(['files-expire', 'older-versions-expire']);

function lifecycleWords(check: Health['lifecycle']): Words {
	if (check.state !== 'failing')
		return well(
			'Originals move to cheaper storage after 30 and 60 days, unfinished uploads go, and no file is deleted by its age.',
		);
	const isLosing = check.faults.some((fault) => losing.has(fault));
	return failing(check.faults.map((fault) => lifecycleSentences[fault]).join(' '), {
		todo: isLosing
			? 'Remove that rule today: S3 applies rules once a day, at midnight UTC.'
			: 'Deploy this stage again; it puts the rules back as they should be.',
		sections: ['lifecycle'],
	});
}

function alarmWords(check: Health['alarms']): Words {
	if (check.state === 'unknown') return unreadable();
	if (check.state === 'ok')
		return well(`${plural(check.count, 'alarm')} in place, and none of them rings.`);
	const { ringing, runbooks, silenced, missing } = check;
	const quiet = silenced.length + missing.length > 0;
	return failing(
		named([
			['Ringing now', ringing],
			['Silenced, so nobody is told', silenced],
			['Missing', missing],
		]),
		{
			todo:
				ringing.length > 0
					? 'The runbook has a section for each alarm that rings.'
					: 'Deploy this stage again; it puts back what is missing.',
			sections: [...runbooks, ...(quiet ? ['silent-alarms'] : [])],
		},
	);
}

function subscriptionWords(check: Health['subscriptions']): Words {
	if (check.state === 'unknown') return unreadable();
	const asked = plural(check.pending, 'address', 'addresses');
	if (check.state === 'ok') {
		const rest = check.pending === 0 ? '' : ` ${asked} asked, and not confirmed yet.`;
		return well(`${plural(check.confirmed, 'address', 'addresses')} confirmed.${rest}`);
	}
	const sections = ['subscriptions'];
	return check.pending > 0
		? failing(`Nobody hears the alarms: ${asked} asked, and not confirmed.`, {
				todo: 'Open the message “AWS Notification – Subscription Confirmation” and follow its link.',
				sections,
			})
		: failing('Nobody hears the alarms: no address is subscribed.', {
				todo: 'Write your address into deploy/stages.yml, deploy, and confirm the message that comes.',
				sections,
			});
}

function scheduleWords(check: Health['schedules']): Words {
	if (check.state === 'unknown') return unreadable();
	if (check.state === 'ok')
		return well('Unfinished work is swept every fifteen minutes, and everything compared daily.');
	const { disabled, missing } = check;
	return failing(
		named([
			['Switched off', disabled],
			['Missing', missing],
		]),
		{
			todo:
				missing.length > 0
					? 'Deploy this stage again; it puts back what is missing.'
					: 'Switch the schedule on again, so that unfinished work is cleared away.',
			sections: ['schedules'],
		},
	);
}

/** `Silenced: one, two. Missing: three.`, without what is empty. */
function named(what: readonly (readonly [what: string, names: readonly string[]])[]): string {
	return what
		.filter(([, names]) => names.length > 0)
		.map(([words, names]) => `${words}: ${names.join(', ')}.`)
		.join(' ');
}
