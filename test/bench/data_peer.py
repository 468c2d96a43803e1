"""The paper-size data by a plain Python generator: the yardstick of `npm run bench -- data`. Standard library alone.

Input (JSON on stdin): spec, people, relations, values and relation paths. The rest is done here, by the same rules:
functional facts, walks, contexts, and all as JSON Lines in the folder named as argument, with sha256 of each file.
Output (JSON on stdout): seconds of each phase, peak memory and the number of questions of each split and skill.
"""

import hashlib
import json
import random
import resource
import sys
import time
import zlib
from math import gcd
from pathlib import Path

SPLITS = ("train", "test")
SKILLS = ("mem", "ctx", "comp")
LEVELS = ("iid", "composition", "zero-shot")
UNIQUE = ("phone", "email")


class Generator:
    def __init__(self, source, folder):
        self.spec = source["spec"]
        self.people = source["people"]
        self.relations = source["relations"]
        self.values = source["values"]
        self.paths = source["paths"]
        self.folder = Path(folder)
        self.rng = random.Random(source["seed"])
        self.relation = {relation["name"]: relation for relation in self.relations}
        counts = self.spec["graph"]["people"]
        self.shared_from = counts["parametric"] - counts["shared"]
        self.population = {
            "parametric": range(counts["parametric"]),
            "contextual": range(self.shared_from, self.shared_from + counts["contextual"]),
        }
        self.facts = {}
        self.digests = {}

    # Facts

    def draw_facts(self):
        for relation in self.relations:
            self.facts[relation["name"]] = self.draw_row(relation)

    def draw_row(self, relation):
        row = [None] * len(self.people)
        people = self.population[relation["group"]]
        inverse = relation.get("inverse")
        if relation["object"] != "person":
            pool = len(self.values[relation["object"]])
            unique = relation["object"] in UNIQUE and pool >= len(people)
            objects = self.rng.sample(range(pool), len(people)) if unique else self.rng.choices(range(pool), k=len(people))
            row[people.start : people.stop] = objects
        elif inverse == relation["name"]:
            ids = self.rng.sample(people, len(people))
            for a, b in zip(ids[::2], ids[1::2]):
                row[a], row[b] = b, a
        elif inverse in self.facts:
            shared = range(self.shared_from, self.population["parametric"].stop)
            own = [person for person in people if person not in shared]
            self.draw_cycle(row, own)
            for subject in shared:
                row[self.facts[inverse][subject]] = subject
        else:
            shared = range(self.shared_from, self.population["parametric"].stop)
            self.draw_cycle(row, [person for person in people if person not in shared])
            self.draw_cycle(row, list(shared))
        return row

    def draw_cycle(self, row, people):
        self.rng.shuffle(people)
        for person, other in zip(people, people[1:] + people[:1]):
            row[person] = other

    # Instances

    def walk(self, path, start):
        entities = []
        at = start
        for row in path["rows"]:
            if at is None:
                return None
            entities.append(at)
            at = row[at]
        return None if at is None else (path, entities, at)

    def instances(self, path, split):
        """All instances of a path in a split in random order; I.I.D. paths are divided by start person."""
        starts = self.population[self.relation[path["relations"][0]]["group"]]
        count = len(starts)
        offset = self.rng.randrange(count)
        stride = self.rng.randrange(1, count)
        while gcd(stride, count) > 1:
            stride = self.rng.randrange(1, count)
        divided = len(path["splits"]) > 1
        half = SPLITS.index(split)
        for i in range(count):
            start = starts[(offset + i * stride) % count]
            if divided and zlib.crc32(b"%d/%s" % (start, path["id"].encode())) & 1 != half:
                continue
            found = self.walk(path, start)
            if found:
                yield found

    def draw(self, paths, split, count):
        """Instances from each path in turn."""
        paths = self.rng.sample(paths, len(paths))
        sources = [self.instances(path, split) for path in paths]
        taken = []
        while sources and len(taken) < count:
            still_open = []
            for source in sources:
                if len(taken) == count:
                    break
                instance = next(source, None)
                if instance:
                    taken.append(instance)
                    still_open.append(source)
            sources = still_open
        assert len(taken) == count, f"{len(taken)} of {count} instances"
        return taken

    def draw_cell(self, paths, split, count, single_hop):
        single = round(count * single_hop)
        drawn = self.draw([p for p in paths if len(p["relations"]) == 1], split, single)
        drawn += self.draw([p for p in paths if len(p["relations"]) > 1], split, count - single)
        self.rng.shuffle(drawn)
        return drawn

    def draw_questions(self):
        for path in self.paths:
            path["rows"] = [self.facts[name] for name in path["relations"]]
        questions = self.spec["questions"]
        drawn = {}
        for skill in SKILLS:
            single_hop = questions["singleHop"].get(skill, 0)
            own = [path for path in self.paths if path["skill"] == skill]
            train = [path for path in own if "train" in path["splits"]]
            drawn["train", skill] = self.draw_cell(train, "train", questions["train"][skill], single_hop)
            drawn["test", skill] = []
            for level in LEVELS:
                test = [path for path in own if path["level"] == level and "test" in path["splits"]]
                share = single_hop if level == "iid" else 0
                drawn["test", skill] += self.draw_cell(test, "test", questions["test"], share)
        return drawn

    # Contexts

    def harmless(self, path):
        """What any biography may state beside a path: not the inverse of one of its hops."""
        if "harmless" not in path:
            path["harmless"] = [
                relation["name"]
                for relation in self.relations
                if relation["group"] == "contextual"
                and (relation.get("inverse") == relation["name"] or relation.get("inverse") not in path["relations"])
            ]
        return path["harmless"]

    def entry(self, path, person, role, needed):
        others = [name for name in self.harmless(path) if name not in needed]
        room = min(len(others), max(0, self.spec["questions"]["context"]["statements"] - len(needed)))
        shown = needed + (others if room == len(others) else self.rng.sample(others, room))
        self.rng.shuffle(shown)
        return {"person": person, "relations": shown, "role": role}

    def context(self, path, entities, answer):
        needed = {}
        for person, name in zip(entities, path["relations"]):
            if self.relation[name]["group"] == "contextual":
                stated = needed.setdefault(person, [])
                if name not in stated:
                    stated.append(name)
        people = self.population["contextual"]
        taken = {*entities}
        if self.relation[path["relations"][-1]]["object"] == "person":
            taken.add(answer)
        strangers = []
        wanted = self.rng.randint(*self.spec["questions"]["context"]["distractors"]["disconnected"])
        while len(strangers) < wanted:
            person = self.rng.choice(people)
            if person not in taken:
                taken.add(person)
                strangers.append(person)
        entries = [self.entry(path, person, "needed", names) for person, names in needed.items()]
        entries += [self.entry(path, person, "disconnected", []) for person in strangers]
        self.rng.shuffle(entries)
        return entries

    def records(self, split, skill, instances):
        wordings = self.spec["questions"]["wordings"]
        for index, (path, entities, answer) in enumerate(instances):
            kind = self.relation[path["relations"][-1]]["object"]
            yield {
                "id": f"{skill}-{split}-{index:06}",
                "skill": skill,
                "level": path["level"],
                "split": split,
                "path": path["id"],
                "entities": entities,
                "world": 0,
                "context": [] if skill == "mem" else self.context(path, entities, answer),
                "wording": self.rng.randrange(wordings),
                "answer": self.people[answer]["name"] if kind == "person" else self.values[kind][answer],
            }

    # Files

    def write(self, name, records):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with file.open("wb", buffering=1 << 18) as out:
            for record in records:
                line = json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
                digest.update(line)
                out.write(line)
        self.digests[name] = digest.hexdigest()

    def write_graph(self):
        self.write("people.jsonl", self.people)
        self.write("relations.jsonl", self.relations)
        self.write("values.jsonl", ({"kind": kind, "values": values} for kind, values in self.values.items()))
        self.write("facts.jsonl", ({"relation": name, "objects": row} for name, row in self.facts.items()))
        kept = ("id", "skill", "level", "relations", "splits")
        self.write("paths.jsonl", ({key: path[key] for key in kept} for path in self.paths))


def main():
    source = json.load(sys.stdin)
    generator = Generator(source, sys.argv[1])
    start, used = time.perf_counter(), time.process_time()
    generator.draw_facts()
    drawn = generator.draw_questions()
    between = time.perf_counter()
    generator.write_graph()
    for (split, skill), instances in drawn.items():
        generator.write(f"questions/{skill}.{split}.jsonl", generator.records(split, skill, instances))
    end, used = time.perf_counter(), time.process_time() - used
    usage = resource.getrusage(resource.RUSAGE_SELF)
    result = {
        "seconds": {"draw": between - start, "write": end - between},
        "cpuSeconds": used,
        "peakBytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        "counts": {f"{split}/{skill}": len(own) for (split, skill), own in drawn.items()},
    }
    json.dump(result, sys.stdout)


main()
