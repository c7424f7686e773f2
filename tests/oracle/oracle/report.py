"""What a person, and a program, gets to see of the comparison."""
import dataclasses
import json

COLUMNS = ('project', 'migrations', 'up', 'unknown', 'catalog', 'round trip', 'false inverse', 'unproven', 'failed', 's')
LAYOUT = '{:<36} {:>10} {:>7} {:>7} {:>8} {:>10} {:>13} {:>8} {:>6} {:>6}'


def percent(part, whole):
    return '-' if not whole else f'{100 * part / whole:.1f}%'


def summary_line(name, migrations, seconds):
    def count(attribute, *values):
        return sum(getattr(migration, attribute) in values for migration in migrations)

    trips = len(migrations) - count('round_trip', 'none')
    return LAYOUT.format(name[:36], len(migrations), percent(count('up', 'agree'), len(migrations)), count('up', 'unknown'),
                         percent(count('catalog', 'agree'), len(migrations)), percent(count('round_trip', 'agree'), trips),
                         count('round_trip', 'false-inverse'), count('round_trip', 'unproven'),
                         sum(not migration.passed() for migration in migrations), f'{seconds:.1f}')


MOST_DIFFERENCES = 12


def print_differences(result, verbose):
    """The first differences of what failed; with `verbose` all, also those that come of what Backout says it doesn't
    know."""
    for migration in result.migrations:
        if not migration.differences or migration.passed() and not verbose:
            continue
        print(f'{result.project} {migration.name}')
        told = len(migration.differences) if verbose else MOST_DIFFERENCES
        for difference in migration.differences[:told]:
            print(f'  {difference}')
        if len(migration.differences) > told:
            print(f'  … and {len(migration.differences) - told} more')


def print_results(results, version):
    print(f'\nAgreement with PostgreSQL {version}')
    print(LAYOUT.format(*COLUMNS))
    for result in results:
        if result.error:
            print(f'{result.project[:36]:<36} {result.error}')
        else:
            print(summary_line(result.project, result.migrations, result.seconds))
    everything = [migration for result in results for migration in result.migrations]
    if len(results) > 1:
        print(summary_line('total', everything, sum(result.seconds for result in results)))
    failed = sum(not migration.passed() for migration in everything) + sum(bool(result.error) for result in results)
    print(f'{sum(migration.passed() for migration in everything)} passed, {failed} failed')
    return failed


def write_json(path, version, results):
    with open(path, 'w') as file:
        json.dump({'postgres': version, 'projects': [dataclasses.asdict(result) for result in results]}, file, indent=1,
                  ensure_ascii=False)
        file.write('\n')
