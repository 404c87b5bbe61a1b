"""The package as a Spark cluster gets it: an archive on the path, texts in batches, the scheme pickled."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

import calculators
from calculators.score_frames import score_frame
from tests.calculators.examples import SCHEME, SOURCE

ROWS = [
    {"实际完成销售额": 880_000 + 1000 * place, "计划完成销售额": 1_000_000, "实际回款": None, "应回款": 100,
     "有效投诉次数": place % 3, "实际户数": place, "计划户数": 9}
    for place in range(25)
]  # fmt: skip
PROGRAM = """
import json, pickle, sys, cloudpickle
sys.path.insert(0, sys.argv[1])
import pandas as pd
from calculators.schemes import SchemeSource, compile_scheme
from calculators.score_frames import score_frame
scheme, rows = json.load(sys.stdin)
scheme = pickle.loads(cloudpickle.dumps(compile_scheme(SchemeSource.from_json(scheme))))
batches = [pd.DataFrame(rows[start : start + 10], dtype=object) for start in range(0, len(rows), 10)]
scores = pd.concat([score_frame(batch, scheme).assign(id=batch["id"]) for batch in batches], ignore_index=True)
print(scores.to_json(orient="split"))
"""


def test_batches_of_texts_scored_from_an_archive_are_the_whole_scored_here(tmp_path: Path) -> None:
    package = Path(calculators.__file__).parent
    archive = shutil.make_archive(str(tmp_path / "calculators"), "zip", package.parent, package.name)
    texts = [
        {name: None if value is None else str(value) for name, value in row.items()} | {"id": f"E{place}"}
        for place, row in enumerate(ROWS)
    ]
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM, archive],
        input=json.dumps([SOURCE.to_json(), texts]),
        check=True,
        capture_output=True,
        text=True,
    )
    expected = score_frame(pd.DataFrame(ROWS, dtype=object), SCHEME).assign(id=[f"E{place}" for place in range(25)])
    assert json.loads(done.stdout) == json.loads(expected.to_json(orient="split"))
