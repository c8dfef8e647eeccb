import subprocess
import sys

SCIENCE_WITHOUT_DRAWING = """
import sys
for name in ("PySide6", "vtkmodules", "pyvista", "pyvistaqt", "matplotlib"):
    sys.modules[name] = None  # an import of it fails
import wetview.volume, wetview.pores, wetview.lbm, wetview.filling
import wetview.project, wetview.jobs
"""


def test_science_files_and_jobs_import_without_qt_vtk_and_matplotlib():
    done = subprocess.run(
        [sys.executable, "-c", SCIENCE_WITHOUT_DRAWING],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
