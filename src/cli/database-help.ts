/** What `leeway COMMAND --help` says of the commands that need a database. */
export const DATABASE_HELP = {
  migrate: `leeway migrate

Brings the database up to what this Leeway expects: all of it, or nothing. The
database is that of DATABASE_URL; without it, one is started in LEEWAY_DATA_DIR
(.leeway), where every command finds it.

Examples:
  leeway migrate
`,
  school: `leeway school add ID… --district CODE
leeway school list --district CODE

The schools of a district. Those that it has already stay as they are.

  --name NAME  of one school; the id unless stated

Examples:
  leeway school add 0101 --name Ash --district lake
  leeway school list --district lake
`,
  portfolio: `leeway portfolio add NAME --district CODE --school ID
leeway portfolio list --district CODE

Schools that supervisors look after, under a name.

  --school ID  may stand several times

Examples:
  leeway portfolio add North --district lake --school 0101 --school 0102
  leeway portfolio list --district lake
`,
  user: `leeway user add EMAIL --district CODE --role ROLE
leeway user list --district CODE
leeway user password EMAIL --district CODE
leeway user disable EMAIL --district CODE
leeway user enable EMAIL --district CODE

The people of a district. One who is disabled can do nothing any more, by
password or by key. The last one of finance cannot be disabled.

  --role ROLE           finance, analyst, viewer, budget-partner, principal or
                        supervisor
  --school ID           of a principal or budget partner; may stand several times
  --portfolio NAME      of a supervisor (leeway portfolio add)
  --name NAME           the e-mail unless stated
  --new-district NAME   makes the district
  --password-file FILE  its first line is the password, 12 characters at least;
                        - is standard input. Without it one is made and printed

Examples:
  leeway user add kim@example.org --district lake --new-district "Lake County" --role finance
  leeway user list --district lake
`,
  key: `leeway key add EMAIL --district CODE --name NAME
leeway key list --district CODE
leeway key revoke KEY --district CODE

Keys for scripts, each for one person, who can do no more with it than without.

  --name NAME    what it is for; to change a key, make another of the same name,
                 use it, and revoke the first
  --scope SCOPE  read, write or compute; may stand several times; all of them
                 unless stated
  --days DAYS    how long it is valid; 90 unless stated, 366 at most

Examples:
  leeway key add kim@example.org --district lake --name nightly --scope read
  leeway key list --district lake
`,
  export: `leeway export --district CODE

Prints all that a district keeps as lines of JSON, as it is at one moment; the last
line has the count of rows and the hash of the lines before. Passwords, sessions and
keys are left out. The file is as secret as the district's data.

Examples:
  leeway export --district lake > lake.jsonl
  leeway export --district lake | gzip > lake.jsonl.gz
`,
  import: `leeway import FILE

Makes a new district of what export printed: whole, or not at all. A file that is
cut off, or was changed, is refused. People get new passwords after it, with leeway
user password. FILE is - for standard input.

  --as CODE     the district's code where not that of the file
  --name NAME   its name where not that of the file

Examples:
  leeway import lake.jsonl
  leeway import lake.jsonl --as lake-trial --name "Lake County, trial"
  gunzip < lake.jsonl.gz | leeway import -
`,
} as const
