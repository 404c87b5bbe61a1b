"""Roles, processes, forms and onboarding paths together: who takes part in what, with which form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.content.roles import part_order
from handbook.markdown.work_tables import names_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handbook.content.forms import Form
    from handbook.content.onboarding import Onboarding
    from handbook.content.processes import Process, Stage
    from handbook.content.roles import Outside, Role
    from handbook.markdown.documents import CellText


@dataclass(frozen=True, slots=True)
class Work:
    """All roles, processes, forms and onboarding paths, each in the order of the menu."""

    roles: tuple[Role, ...]
    processes: tuple[Process, ...]
    forms: tuple[Form, ...]
    outside: Outside | None = None
    """The page of positions outside the department; None when there is none."""
    onboardings: tuple[Onboarding, ...] = ()

    def role(self, name: str) -> Role | None:
        """Return the role of this title or former name."""
        return next((role for role in self.roles if name in role.names), None)

    def form(self, name: str) -> Form | None:
        """Return the form of this title or alias."""
        return next((form for form in self.forms if name in {form.title, *form.aliases}), None)

    @property
    def outside_names(self) -> tuple[CellText, ...]:
        """Names of the positions and units outside the department."""
        return self.outside.names if self.outside else ()

    def knows(self, name: str) -> bool:
        """Tell whether a name is a role's or that of a position outside."""
        return self.role(name) is not None or any(cell.text == name for cell in self.outside_names)

    def title(self, name: str) -> str:
        """Return what a position is called here: the title of the role, or the name as written."""
        role = self.role(name)
        return role.title if role else name

    def is_role(self, name: str, role: Role) -> bool:
        """Tell whether a name means this role."""
        return self.role(name) is role

    def parts_in(self, role: Role) -> list[tuple[Process, tuple[Stage, ...], tuple[Stage, ...]]]:
        """Return the processes that a role owns or works in, with the steps that it does and those that it helps in."""
        found: list[tuple[Process, tuple[Stage, ...], tuple[Stage, ...]]] = []
        for process in self.processes:
            does = tuple(stage for stage in process.stages if self._among(role, stage.responsible))
            helps = tuple(stage for stage in process.stages if self._among(role, stage.collaborators))
            if does or helps or self.is_role(process.owner, role):
                found.append((process, does, helps))
        return found

    def forms_of(self, role: Role) -> list[tuple[Form, bool, bool]]:
        """Return the forms that a role fills in or receives: (form, fills in, receives)."""
        found = [
            (form, self._among(role, form.filled_by), self._among(role, submitted_to(form))) for form in self.forms
        ]
        return [entry for entry in found if entry[1] or entry[2]]

    def uses_of(self, form: Form) -> list[tuple[Process, tuple[Stage, ...]]]:
        """Return the processes with a step that uses a form, and those steps."""
        found = [
            (process, tuple(stage for stage in process.stages if any(self.form(name) is form for name in stage.forms)))
            for process in self.processes
        ]
        return [entry for entry in found if entry[1]]

    def onboarding_of(self, role: Role) -> Onboarding | None:
        """Return the path of newcomers in a role."""
        return next((onboarding for onboarding in self.onboardings if onboarding.role == role.title), None)

    def reports_of(self, role: Role) -> list[Role]:
        """Return the roles that report to a role."""
        return [each for each in self.roles if self.is_role(each.reports_to, role)]

    def _among(self, role: Role, names: Iterable[str]) -> bool:
        return any(self.is_role(name, role) for name in names)


def submitted_to(form: Form) -> tuple[str, ...]:
    """Return to whom a form goes."""
    return names_in(form.submit_to)


def sorted_work(
    roles: Iterable[Role],
    processes: Iterable[Process],
    forms: Iterable[Form],
    outside: Outside | None,
    onboardings: Iterable[Onboarding],
) -> Work:
    """Return everything in the order of the menu: by part, roles then by their order, all by id."""
    return Work(
        roles=tuple(sorted(roles, key=lambda role: (part_order(role.part), role.order, role.id, role.path))),
        processes=tuple(sorted(processes, key=lambda process: (part_order(process.part), process.id, process.path))),
        forms=tuple(sorted(forms, key=lambda form: (part_order(form.part), form.id, form.path))),
        outside=outside,
        onboardings=tuple(sorted(onboardings, key=lambda path: (path.order, path.id, path.path))),
    )
