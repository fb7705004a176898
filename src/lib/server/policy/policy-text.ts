const wrapped = `# Scope

This policy covers every system that we own or run: servers, workplaces, laptops, network devices, and the hardware and
software on them, on our premises, remote or in the cloud. A system that is left out is named with its reason, its owner and
the day on which that is looked at again.

# Goal

Security patches are installed before attackers use what they fix. We can show, for every patch and every system, when it was
released, when we knew, when it was tested and when it was installed.

# Roles

The security group finds and ranks what is missing and answers for the risk. Operations tests, installs and reports back. The
owner of a system answers for its patches and approves its updates, for the test and for production apart. For each technology
one person decides whether an update goes on. Whoever asks does not approve. Conflicts between the two go to the executives.

# General provisions

Every system has an owner, a criticality and an environment, and stands in one group. Every finding has a rank within seven
days. The rank and the rules of this version set the deadline. A deadline moves only by what becomes known, never by decision;
a decision to live with a risk is an exception with an end and a compensating control. Security patches go before feature
updates, and severe ones before everything. Only updates from the vendor or from a source that was checked are installed.
Systems are scanned as often as the rules of this version say, with login where it is possible.

# Update request

Whoever wants an update outside of these deadlines, or wants one left out, asks in writing and names: the update officer, the
system and its owner, the operator, the day of the test, the day in production, the details and the purpose, the possible
downtime, and a short technical description. The owner of the system and the security team answer within two working days.
Every request is recorded with its outcome. Access that is needed for it is temporary and taken back.

# Test

Patches are installed on test systems first, which are built like those in production. A test lasts at most a third of the time
that the rank leaves. What was tested, by whom and with which result is written down with the patch, also when it failed. Of a
severe patch the test may be shortened by whoever decides for the technology, who writes down why.

# Production

Patches are installed in the maintenance window of the system, in waves: first few systems, then all. The owner and the users
are told before. A patch that waits for a restart counts as missing. A scan with login proves what was installed; a ticket does
not. What was not reached, such as a laptop that is switched off, counts as not patched until it was seen.

# Version history

Versions of this policy are never edited. A new version says what changed and why. Security and operations sign its service
levels, and an executive of another function as well where its words or its scope change. It applies to clocks that start on
or after its first day. It is reviewed every year, with what its readers said and what was learned, and each version is kept for
six years from the day on which it was last in effect.

# Emergency

What is known to be exploited on systems that face the internet is patched at once, outside of the windows. The CISO decides
and tells the owners. A patch that cannot be installed at once is replaced by shutting the way to it. What was left out for speed,
such as a test or a request, is done afterwards.

# Recovery

Before a patch there is a way back: a backup or a snapshot that was tried. When a patch breaks a service, the owner takes it
back, says so the same day, and asks for an exception. What was learned is brought to the next review of this policy.
`;

/** Text that a draft can begin with, one line a paragraph; people make it theirs. */
export const policyTextTemplate = wrapped.replace(/(\S)\n(?=\S)/g, '$1 ');
